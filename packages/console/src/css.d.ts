// Style sheets are imported for their effect; the builder takes them from there.
declare module '*.css';
