const megabytes = (count: number) => String(count * 1024 * 1024);

/**
 * Memory settings of a process that decodes pictures.
 *
 * glibc's, as environment variables: its many arenas would hold on to the memory of past pictures; by default, most
 * of a picture's memory is given back and asked for again with each.
 *
 * V8's: a picture's pixels and numbers are megabytes outside of a small heap. With the heap's usual size to start
 * with, they look like a heap that is growing fast, and all of it is marked for each third picture.
 */
export const WORKER_MEMORY = {
	env: {
		MALLOC_ARENA_MAX: '2',
		MALLOC_TRIM_THRESHOLD_: megabytes(64),
		MALLOC_MMAP_THRESHOLD_: megabytes(16),
	},
	execArgv: ['--initial-heap-size=48'],
};
