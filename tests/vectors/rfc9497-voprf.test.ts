// RFC 9497, appendix A.1: ristretto255-SHA512, OPRF and VOPRF modes.
import { describe, expect, test } from 'vitest';
import { fromHex, hex } from '../../lib/bytes.ts';
import { ristretto } from '../../lib/crypto/ristretto.ts';
import {
  blind,
  blindEvaluate,
  blindEvaluateBatch,
  deriveKeyPair,
  evaluate,
  finalize,
  finalizeBatch,
} from '../../lib/crypto/voprf.ts';
import suites from './rfc9497.json' with { type: 'json' };

interface Vector {
  Batch: number;
  Blind: string;
  BlindedElement: string;
  EvaluationElement: string;
  Input: string;
  Output: string;
  Proof?: { proof: string; r: string };
}

const list = (text: string) => text.split(',').map(fromHex);

for (const suite of suites) {
  const vectors: Vector[] = suite.vectors;
  const g = await ristretto(suite.mode === 0 ? 0 : 1);
  const key = deriveKeyPair(g, fromHex(suite.seed), fromHex(suite.keyInfo));

  describe(`mode ${suite.mode}`, () => {
    test('DeriveKeyPair', () => {
      expect(hex(key.secret)).toBe(suite.skSm);
      if (suite.pkSm !== undefined) expect(hex(key.publicKey)).toBe(suite.pkSm);
    });

    test.each(vectors)('inputs $Input, batch of $Batch', (vector) => {
      const inputs = list(vector.Input);
      const blinds = list(vector.Blind);
      const blinded = inputs.map((input, i) => blind(g, input, blinds[i]));
      expect(blinded.map((one) => hex(one.element)).join()).toBe(vector.BlindedElement);
      expect(inputs.map((input) => hex(evaluate(g, key.secret, input))).join()).toBe(vector.Output);
      const elements = blinded.map((one) => one.element);

      if (vector.Proof === undefined) {
        const evaluated = elements.map(
          (element) => blindEvaluate(g, key.secret, element) ?? new Uint8Array(0),
        );
        expect(evaluated.map(hex).join()).toBe(vector.EvaluationElement);
        const outputs = blinded.map((one, i) => finalize(g, one, evaluated[i] ?? new Uint8Array(0)));
        expect(outputs.map((output) => output && hex(output)).join()).toBe(vector.Output);
        return;
      }
      const made = blindEvaluateBatch(g, key, elements, fromHex(vector.Proof.r));
      if (made === null) throw new Error('the batch was refused');
      expect(made.evaluated.map(hex).join()).toBe(vector.EvaluationElement);
      expect(hex(made.proof)).toBe(vector.Proof.proof);
      const outputs = finalizeBatch(g, key.publicKey, blinded, made.evaluated, made.proof);
      expect(outputs?.map(hex).join()).toBe(vector.Output);
    });
  });
}
