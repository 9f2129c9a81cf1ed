// What she says, by WebAudio: each piece at its moment on her clock, without a gap to the one before.

// A piece that follows another and is due so near its end begins there.
const SEAM_S = 0.03;
// Of moments on the wire.
const ROUNDED_S = 1e-3;

export class Sound {
  constructor() {
    this.context = null;
    this.wanted = false;
    this.endT = this.endS = -1;
    this.playing = new Set();
    this.heard = 0;
  }

  // Browsers let a page be heard once somebody has touched it.
  async wake() {
    this.wanted = true;
    this.context ??= new AudioContext({ latencyHint: "interactive" });
    if (this.context.state !== "running") await this.context.resume();
  }

  mute() {
    this.wanted = false;
    this.stop();
  }

  get on() {
    return this.wanted && this.context?.state === "running";
  }

  get busy() {
    return this.playing.size > 0;
  }

  // samples: Int16Array, heard from t on; due: seconds from now.
  play(t, samples, rate, due) {
    this.heard += samples.length / rate;
    if (!this.on) return;
    const { context } = this;
    const content = context.createBuffer(1, samples.length, rate);
    const channel = content.getChannelData(0);
    for (let at = 0; at < samples.length; at += 1) channel[at] = samples[at] / 32768;
    const source = new AudioBufferSourceNode(context, { buffer: content });
    source.connect(context.destination);
    let start = context.currentTime + due - (context.outputLatency || 0);
    const follows = t > this.endT - ROUNDED_S;
    if (follows && t < this.endT + ROUNDED_S && Math.abs(start - this.endS) < SEAM_S) start = this.endS;
    // What is late is cut, so that the rest is in time; two pieces are never heard at once.
    const free = Math.max(context.currentTime, follows ? this.endS : 0);
    const missed = Math.max(0, free - start);
    if (missed >= content.duration) return;
    this.endT = t + content.duration;
    this.endS = start + content.duration;
    source.onended = () => this.playing.delete(source);
    this.playing.add(source);
    source.start(start + missed, missed);
  }

  stop() {
    for (const source of this.playing) source.stop();
    this.playing.clear();
    this.endT = this.endS = -1;
  }
}
