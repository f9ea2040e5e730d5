import { hex } from '../../lib/bytes.ts';
import { writeFailure } from '../../lib/crypto/answer.ts';
import type { RoleContext, RunningRole } from '../context.ts';
import { envelopeSubject } from '../subjects.ts';
import { jitter } from './jitter.ts';
import { Limits } from './limits.ts';
import { hopMetrics } from './metrics.ts';
import { passerOn } from './passer.ts';
import type { AnonymizerSettings } from './settings.ts';

/** Serves `pw.<operator>.exit`: layer 1 opens here, layer 0 goes on after a short random wait (DESIGN 2). */
export async function startExit(context: RoleContext<AnonymizerSettings>): Promise<RunningRole> {
  const { settings, random } = context;
  const limits = new Limits(settings, context.now);
  const count = hopMetrics(context.metrics, () => limits.running);
  const passer = passerOn(context, 1, count, () => wait(jitter(settings.jitter, random)));
  const service = await context.wire.serve(
    envelopeSubject(context.operator, 'exit'),
    'exit',
    async (envelope) => {
      const answer = await limits.within(() => passer.passOn(envelope));
      if (answer !== null) return answer;
      count('busy');
      return writeFailure('busy');
    },
  );
  context.log.info({ server: hex(context.serverId).slice(0, 8) }, 'exit open');
  return {
    stop: async () => {
      await service.stop();
      passer.stop();
    },
  };
}

function wait(ms: number): Promise<void> {
  return ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}
