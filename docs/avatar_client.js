// The studio's avatar in a canvas, in step with her voice, and told what to do. docs/studio.md tells what there is.
export async function avatar(canvas, character, url = "http://127.0.0.1:8091", headers = {}) {
  let [sound, id, frames, ahead, end] = [new AudioContext(), "", [], -Infinity, 0];
  const left = (t) => t - ahead + 0.15 - performance.now() / 1000; // Seconds until her moment t is shown and heard.
  const call = async (name, table) => { // Without a table it is a GET.
    const body = table && JSON.stringify({ instance_id: id, ...table });
    const sent = { method: table ? "POST" : "GET", headers: { "Content-Type": "application/json", ...headers }, body };
    const answer = await fetch(`${url}/api/avatar/${name}`, sent);
    const told = await answer.json().catch(() => "OK");
    return answer.ok ? told : Promise.reject(new Error(told.error));
  };
  const play = (t, rate, samples) => {
    const buffer = sound.createBuffer(1, samples.length, rate);
    buffer.copyToChannel(Float32Array.from(samples, (each) => each / 32768), 0);
    const [source, due] = [new AudioBufferSourceNode(sound, { buffer }), sound.currentTime + left(t)];
    end = (Math.abs(due - end) < 0.03 ? end : Math.max(0, due)) + buffer.duration; // No gap to the piece before.
    source.connect(sound.destination);
    source.start(end - buffer.duration);
  };
  const take = async ({ data }) => { // JSON; or its length in 4 bytes, JSON, and a picture or samples.
    const size = data.byteLength ? new DataView(data).getUint32(0) : 0;
    const { kind, t, rate, type } = JSON.parse(size ? new TextDecoder().decode(new Uint8Array(data, 4, size)) : data);
    if (kind === "clock") ahead = Math.max(ahead - 1e-4, t - performance.now() / 1000); // The quickest is right.
    if (kind === "sound" && sound.state === "running") play(t, rate, new Int16Array(data.slice(4 + size)));
    if (kind === "frame") frames.push({ t, picture: await createImageBitmap(new Blob([data.slice(4 + size)], { type })) });
  };
  const enter = async () => { // Whoever is live, else `character`; and anew when the line breaks.
    const live = (await call("instances")).instances[0] ?? (await call("load", { character }));
    [id, frames, ahead] = [live.instance_id, [], -Infinity];
    await call("start", {});
    const address = `${url.replace("http", "ws")}/api/avatar/socket?instance_id=${id}&token=${live.token}`;
    Object.assign(new WebSocket(address), { binaryType: "arraybuffer", onmessage: take, onclose: again });
  };
  const again = () => setTimeout(() => enter().catch(again), 1000);
  setInterval(() => {
    const due = frames.splice(0, frames.filter(({ t }) => left(t) < 0.02).length).pop()?.picture;
    if (due) Object.assign(canvas, { width: due.width, height: due.height }).getContext("2d").drawImage(due, 0, 0);
  }, 10);
  return enter().then(() => ({ call, sound }));
}
