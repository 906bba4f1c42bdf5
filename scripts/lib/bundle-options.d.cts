import type { BuildOptions } from 'esbuild';

declare const bundleOptions: BuildOptions;
export = bundleOptions;
