// Her pictures, sound and captions by WebSocket; where none gets through, her pictures alone as a feed.
import { address } from "/static/wire.js";

const AGAIN_MS = 1000;
const SILENT_MS = 5000;
// So many tries without a word are a line on which no WebSocket gets through.
const TRIES = 3;
const decoder = new TextDecoder();

function opened(data) {
  const length = new DataView(data).getUint32(0);
  const header = JSON.parse(decoder.decode(new Uint8Array(data, 4, length)));
  return { ...header, content: data.slice(4 + length) };
}

// on: frame, sound, caption, clock, status, each with its message; feed with the address of the fallback, or "".
export class Stream {
  constructor(on) {
    this.on = on;
    this.id = "";
    this.socket = null;
    this.tries = 0;
    this.heard = 0;
    setInterval(() => this.check(), SILENT_MS / 2);
  }

  watch(id) {
    this.id = id;
    this.tries = 0;
    this.on.feed("");
    this.open();
  }

  open() {
    clearTimeout(this.again);
    this.leave();
    if (!this.id) return;
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}${address("socket", { instance_id: this.id })}`);
    socket.binaryType = "arraybuffer";
    socket.onmessage = (event) => this.message(event.data);
    socket.onclose = () => this.lost(socket);
    this.socket = socket;
    this.heard = Date.now();
  }

  message(data) {
    this.heard = Date.now();
    if (this.tries) this.on.feed("");
    this.tries = 0;
    const message = typeof data === "string" ? JSON.parse(data) : opened(data);
    this.on[message.kind]?.(message);
  }

  lost(socket) {
    if (socket !== this.socket) return;
    this.socket = null;
    this.tries += 1;
    if (this.tries === TRIES) this.on.feed(address("result_feed", { instance_id: this.id }));
    this.again = setTimeout(() => this.open(), AGAIN_MS * Math.min(this.tries, 5));
  }

  // A connection can die without a word; the clock is told every second.
  check() {
    if (this.socket && Date.now() - this.heard > SILENT_MS) {
      const { socket } = this;
      socket.close();
      this.lost(socket);
    }
  }

  leave() {
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }
}
