import type { Property } from '../property';
import { images } from './images';
import { urls } from './urls';
import { values } from './values';

/** What holds for hostile input of every kind. */
export const properties: readonly Property[] = [...images, ...urls, ...values];
