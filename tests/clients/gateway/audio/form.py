"""A multipart form as a browser writes it."""

BOUNDARY = "----b0undary"


def form(*fields: tuple[str, bytes | str], file: bytes | None = b"RIFF....") -> bytes:
    parts = []
    if file is not None:
        head = 'Content-Disposition: form-data; name="file"; filename="a.wav"\r\nContent-Type: audio/wav'
        parts.append(head.encode() + b"\r\n\r\n" + file)
    for name, value in fields:
        content = value.encode() if isinstance(value, str) else value
        parts.append(f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + content)
    mark = f"--{BOUNDARY}".encode()
    return b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"
