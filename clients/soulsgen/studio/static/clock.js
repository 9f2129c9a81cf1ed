// Her clock, as far as it can be known here, and how late her pictures are shown so that none is missed.

const KEPT = 20;
const LEAST_S = 0.06;
const MOST_S = 1.5;
// A picture is due every 25th of a second: one that comes later than that much is late.
const SPARE_S = 0.02;

export class Clock {
  constructor() {
    this.forget();
  }

  forget() {
    this.ahead = [];
    this.late = [];
    this.delay = 0.12;
  }

  // The quickest message of the last ones was least delayed on its way. still: whether something is heard, which
  // a better guess would break.
  heard(t, still) {
    if (still && this.known) return;
    this.ahead.push(t - performance.now() / 1000);
    if (this.ahead.length > KEPT) this.ahead.shift();
  }

  get known() {
    return this.ahead.length > 0;
  }

  now() {
    return performance.now() / 1000 + Math.max(...this.ahead);
  }

  // What is seen and heard right now.
  shown() {
    return this.now() - this.delay;
  }

  came(t, still) {
    this.late.push(this.now() - t);
    if (this.late.length > 3 * KEPT) this.late.shift();
    if (still) return;
    const sorted = [...this.late].sort((one, other) => one - other);
    const wanted = sorted[Math.floor(sorted.length * 0.9)] + SPARE_S;
    this.delay += (Math.min(Math.max(wanted, LEAST_S), MOST_S) - this.delay) * 0.1;
  }
}
