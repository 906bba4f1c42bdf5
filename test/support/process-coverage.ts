// `npm run coverage`: processes that a test starts leave what they ran in a folder. Node reads this when it starts.
if (process.env.PROCESS_COVERAGE) process.env.NODE_V8_COVERAGE = process.env.PROCESS_COVERAGE;
