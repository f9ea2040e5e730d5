import { type Clock, makeClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { type HostedRole, hostRole } from '../rolehost.ts';
import { loadRole } from '../roles.ts';
import type { Configure } from './roleprocess.ts';
import type { StackServer } from './stack.ts';

/** One role in the stack's own process, started from its configuration file like any other. */
export class InProcessRole implements StackServer {
  readonly name: string;
  readonly pid = null;
  readonly #configure: Configure;
  #offset: number;
  readonly #clock: Clock;
  #hosted: HostedRole | null = null;

  constructor(name: string, configure: Configure, offset: number) {
    this.name = name;
    this.#configure = configure;
    this.#offset = offset;
    this.#clock = makeClock(offset);
  }

  get metricsPort(): number | null {
    return this.#hosted?.metricsPort ?? null;
  }

  async start(): Promise<void> {
    if (this.#hosted !== null) return;
    const { config, module } = await readConfig(await this.#configure(this.#offset), loadRole);
    this.#hosted = await hostRole(config, module, this.#clock);
  }

  async stop(): Promise<void> {
    const hosted = this.#hosted;
    this.#hosted = null;
    await hosted?.stop();
  }

  kill9(): Promise<void> {
    throw new Error(`${this.name} runs in this process and cannot be killed`);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async setClock(offset: number): Promise<void> {
    this.#offset = offset;
    this.#clock.set(offset);
    await this.#hosted?.settled();
  }
}
