/**
 * The lists of the section: `<ListView spec fixed embedded bulk acts>`. A list is described by a `ListSpec` (../lists);
 * where it stands is in the address, which the route reads with `listSearchOf` (./search).
 */
export { ListView, type Ticked } from './ListView'
