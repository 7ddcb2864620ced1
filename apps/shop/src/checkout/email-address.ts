/** The API's own limit and pattern of an address; the tests compare them. */
export const EMAIL_LENGTH = 254;

/** One @, and a dotted name after it. */
export const EMAIL_PATTERN =
  // oxlint-disable-next-line no-control-regex -- they are what it excludes
  /^[^\s@\u0000-\u001f\u007f-\u009f<>(),;:\\"[\]]+@[^\s@.\u0000-\u001f\u007f-\u009f<>(),;:\\"[\]]+(\.[^\s@.\u0000-\u001f\u007f-\u009f<>(),;:\\"[\]]+)+$/;
