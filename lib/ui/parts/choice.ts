import type { Component } from 'svelte';

/** A line of a menu. */
export interface Choice {
  name: string;
  icon?: Component<{ size?: number }>;
  act: () => void;
}
