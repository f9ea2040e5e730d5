// Vectors of other documents: X-Wing's draft and RFC 9497.
import { expect } from 'vitest';
import { fromHex, hex } from '../bytes.ts';
import { decapsulate, encapsulate, kemKey } from '../seal.ts';
import { blind, deriveKeyPair, evaluate, finalize, outputOf, proofHolds, prove } from '../voprf.ts';

interface XWing {
  seed: string;
  eseed: string;
  pk: string;
  ct: string;
  ss: string;
}

/** draft-connolly-cfrg-xwing-kem, appendix C. */
export function xwing(vectors: XWing[]): void {
  for (const { seed, eseed, pk, ct, ss } of vectors) {
    expect(hex(kemKey(fromHex(seed)))).toBe(pk);
    expect(hex(decapsulate(fromHex(seed), fromHex(ct)))).toBe(ss);
    const made = encapsulate(fromHex(pk), fromHex(eseed));
    expect([hex(made.enc), hex(made.ss)]).toEqual([ct, ss]);
  }
}

interface Suite {
  mode: number;
  seed: string;
  keyInfo: string;
  skSm: string;
  pkSm?: string;
  vectors: (Record<'Blind' | 'BlindedElement' | 'EvaluationElement' | 'Input' | 'Output', string> & {
    Proof?: { proof: string; r: string };
  })[];
}

const list = (text: string) => text.split(',').map(fromHex);
const NOTHING = new Uint8Array(0);

/** RFC 9497, appendix A.1.2: mode 1, the one that Peerwall uses. */
export function rfc9497(suites: Suite[]): void {
  for (const suite of suites.filter(({ mode }) => mode === 1)) {
    const { secret, pk } = deriveKeyPair(fromHex(suite.seed), fromHex(suite.keyInfo));
    expect([hex(secret), hex(pk)]).toEqual([suite.skSm, suite.pkSm]);
    for (const vector of suite.vectors) {
      const [inputs, blinds] = [list(vector.Input), list(vector.Blind)];
      const blinded = inputs.map((input, i) => blind(input, blinds[i] ?? NOTHING));
      expect(blinded.map(hex).join()).toBe(vector.BlindedElement);
      const evaluated = blinded.map((one) => evaluate(secret, one));
      expect(evaluated.map(hex).join()).toBe(vector.EvaluationElement);
      const proof = prove(secret, pk, blinded, evaluated, fromHex(vector.Proof?.r ?? ''));
      expect(hex(proof)).toBe(vector.Proof?.proof);
      expect(proofHolds(pk, blinded, evaluated, proof)).toBe(true);
      const outputs = inputs.map((input, i) =>
        finalize(input, blinds[i] ?? NOTHING, evaluated[i] ?? NOTHING),
      );
      expect(outputs.map(hex).join()).toBe(vector.Output);
      expect(inputs.map((input) => hex(outputOf(secret, input))).join()).toBe(vector.Output);
    }
  }
}
