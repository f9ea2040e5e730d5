import { answerSize } from '../../lib/crypto/answer.ts';
import { classOfEnvelope, envelopeSize } from '../../lib/crypto/header.ts';
import { nativePrimitives as p } from '../../lib/crypto/native.ts';
import type { Args, Command, Result } from '../../lib/protocol/command.ts';
import { type Bus, connectBus } from '../../servers/bus.ts';
import { SHARDS, streamOf } from '../../servers/content/names.ts';
import { ownUser } from '../../servers/nats/keys.ts';
import { diskUse } from './disk.ts';
import { type BenchWorld, resultOf } from './world.ts';

/** Bytes so far, of questions and their answers. */
export interface Bytes {
  /** At the content server. */
  direct: number;
  /** On the asker's own line: with the layers of two hops. */
  line: number;
  /** That nats-server keeps for items. */
  kept: number;
  /** Of the files it keeps them in, with what they hold of values that were succeeded. */
  disk: number;
}

/** Asks a content server and counts the bytes of it. */
export class Meter {
  readonly #world: BenchWorld;
  readonly #store: Bus;
  #direct = 0;
  #line = 0;

  private constructor(world: BenchWorld, store: Bus) {
    this.#world = world;
    this.#store = store;
  }

  static async open(world: BenchWorld): Promise<Meter> {
    const { nats, keys } = world.stack.operator('north');
    const own = ownUser(p, keys.operator, 'STORE');
    return new Meter(world, await connectBus({ url: nats.url, ...own, name: 'bench' }));
  }

  async ask<C extends Command>(command: C, args: Args<C>, room = 0): Promise<Result<C>> {
    const sealed = this.#world.seal(command, args, room);
    const frame = await this.#world.send('content', sealed.envelope);
    const sizeClass = classOfEnvelope(0, sealed.envelope.length) ?? 0;
    this.#direct += sealed.envelope.length + frame.length;
    this.#line += envelopeSize(2, sizeClass) + answerSize(2, sizeClass);
    return resultOf(command, sealed, frame);
  }

  async bytes(): Promise<Bytes> {
    const sizes = await Promise.all(
      Array.from({ length: SHARDS }, (_, shard) => this.#store.streams.size(streamOf(shard))),
    );
    const kept = sizes.reduce((sum, one) => sum + (one?.bytes ?? 0), 0);
    const disk = await diskUse(this.#world.stack.operator('north').dataDir, 'ITEMS_');
    return { direct: this.#direct, line: this.#line, kept, disk };
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
