const megabytes = (count: number) => String(count * 1024 * 1024);

/**
 * Memory settings of a process that decodes images, so that it stays as large as it is after some hundred of them.
 *
 * glibc's, as environment variables: its many arenas would hold on to the memory of past images; by default, most
 * of an image's memory is given back and asked for again with each.
 *
 * V8's, as an option of node: the space for new objects would double and double again over thousands of images,
 * though few objects outlive one.
 */
export const WORKER_MEMORY = {
	env: {
		MALLOC_ARENA_MAX: '2',
		MALLOC_TRIM_THRESHOLD_: megabytes(64),
		MALLOC_MMAP_THRESHOLD_: megabytes(16),
	},
	execArgv: ['--max-semi-space-size=2'],
};
