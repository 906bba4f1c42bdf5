export { ancestorsOf, TERM_IDS, termOf } from './terms';
export {
	CLASS_TERMS,
	classesBelow,
	COMPANIONS,
	DETECTOR_TERMS,
	termProbabilities,
} from './classes';
