"""FIT-Connect (FITKO): what its messages look like, as bytes in and bytes out.

`routing` reads the questions of the Routing API 2.0.0 and shapes its answers. `jwk` holds keys, `jwe` encrypts and decrypts,
`metadata` is the record that describes a submission, `events` what happens to it, `sets` the signed form of that (`jws` signs),
`callbacks` says that there is something to fetch.

`jose` is what JWE and JWS have in common. RFC 7515 to 7518 are written out here for the one algorithm of each kind that
FIT-Connect allows, on the package `cryptography` alone. No network here.
"""
