/*
 * The only door to the library. For Linux it reports to its makers: it keeps a device ID and a database of events in the
 * user's cache folder and a log in the temporary one, and sends them home. This variable stops all of it if it is set
 * before the library is loaded, whatever the user's environment says.
 */
process.env.ORT_DISABLE_TELEMETRY = '1';

export { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
