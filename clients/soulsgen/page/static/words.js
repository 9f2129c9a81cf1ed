// Times and voices as they are written on the page.

// 3725.4 -> "1:02:05"; hours go on past a day.
export function clock(seconds) {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return `${hours}:${String(minutes).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
}

// For <time datetime>.
export function duration(seconds) {
  return `PT${Math.floor(seconds)}S`;
}

// One of eight colours for each speaker, in the order they are first heard.
export function voices() {
  const known = new Map();
  return (name) => {
    if (!known.has(name)) known.set(name, known.size % 8);
    return `voice${known.get(name)}`;
  };
}

export function element(name, text, kind) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}
