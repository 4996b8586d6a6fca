//! A thousand variants with five hundred prefixes, in an endpoint too: the proof stays within what rustc grants to constants.

use lambda_api_errors::{ApiError, NoContent, api_errors, lambda_endpoint};

macro_rules! large {
    ($name:ident { $($status:literal { $($one:ident $other:ident $prefix:literal)* })* }) => {
        #[api_errors]
        #[derive(Debug, thiserror::Error)]
        pub(crate) enum $name {
            $($(
                #[error("one")]
                #[api(status = $status, prefix = $prefix)]
                $one,
                #[error("the other")]
                #[api(status = $status, prefix = $prefix)]
                $other,
            )*)*
        }
    };
}

#[api_errors]
#[derive(Debug, thiserror::Error)]
pub(crate) enum Outer {
    #[error("no such cart")]
    #[api(status = 404)]
    NotFound,
    #[error(transparent)]
    #[api(transparent)]
    Large(#[from] Large),
}

#[lambda_endpoint(POST, "/large")]
pub(crate) async fn large(_: String) -> Result<NoContent, Outer> {
    Err(Large::B499)?
}

#[test]
fn every_variant_is_in_the_contract() {
    assert_eq!(Outer::CONTRACT.responses().count(), 1001);
    assert_eq!(Outer::from(Large::B499).response().prefix(), "Case 499: ");
}

large! {
    Large {
    400 {
        A000 B000 "Case 000: " A002 B002 "Case 002: " A004 B004 "Case 004: "
        A006 B006 "Case 006: " A008 B008 "Case 008: " A010 B010 "Case 010: "
        A012 B012 "Case 012: " A014 B014 "Case 014: " A016 B016 "Case 016: "
        A018 B018 "Case 018: " A020 B020 "Case 020: " A022 B022 "Case 022: "
        A024 B024 "Case 024: " A026 B026 "Case 026: " A028 B028 "Case 028: "
        A030 B030 "Case 030: " A032 B032 "Case 032: " A034 B034 "Case 034: "
        A036 B036 "Case 036: " A038 B038 "Case 038: " A040 B040 "Case 040: "
        A042 B042 "Case 042: " A044 B044 "Case 044: " A046 B046 "Case 046: "
        A048 B048 "Case 048: " A050 B050 "Case 050: " A052 B052 "Case 052: "
        A054 B054 "Case 054: " A056 B056 "Case 056: " A058 B058 "Case 058: "
        A060 B060 "Case 060: " A062 B062 "Case 062: " A064 B064 "Case 064: "
        A066 B066 "Case 066: " A068 B068 "Case 068: " A070 B070 "Case 070: "
        A072 B072 "Case 072: " A074 B074 "Case 074: " A076 B076 "Case 076: "
        A078 B078 "Case 078: " A080 B080 "Case 080: " A082 B082 "Case 082: "
        A084 B084 "Case 084: " A086 B086 "Case 086: " A088 B088 "Case 088: "
        A090 B090 "Case 090: " A092 B092 "Case 092: " A094 B094 "Case 094: "
        A096 B096 "Case 096: " A098 B098 "Case 098: " A100 B100 "Case 100: "
        A102 B102 "Case 102: " A104 B104 "Case 104: " A106 B106 "Case 106: "
        A108 B108 "Case 108: " A110 B110 "Case 110: " A112 B112 "Case 112: "
        A114 B114 "Case 114: " A116 B116 "Case 116: " A118 B118 "Case 118: "
        A120 B120 "Case 120: " A122 B122 "Case 122: " A124 B124 "Case 124: "
        A126 B126 "Case 126: " A128 B128 "Case 128: " A130 B130 "Case 130: "
        A132 B132 "Case 132: " A134 B134 "Case 134: " A136 B136 "Case 136: "
        A138 B138 "Case 138: " A140 B140 "Case 140: " A142 B142 "Case 142: "
        A144 B144 "Case 144: " A146 B146 "Case 146: " A148 B148 "Case 148: "
        A150 B150 "Case 150: " A152 B152 "Case 152: " A154 B154 "Case 154: "
        A156 B156 "Case 156: " A158 B158 "Case 158: " A160 B160 "Case 160: "
        A162 B162 "Case 162: " A164 B164 "Case 164: " A166 B166 "Case 166: "
        A168 B168 "Case 168: " A170 B170 "Case 170: " A172 B172 "Case 172: "
        A174 B174 "Case 174: " A176 B176 "Case 176: " A178 B178 "Case 178: "
        A180 B180 "Case 180: " A182 B182 "Case 182: " A184 B184 "Case 184: "
        A186 B186 "Case 186: " A188 B188 "Case 188: " A190 B190 "Case 190: "
        A192 B192 "Case 192: " A194 B194 "Case 194: " A196 B196 "Case 196: "
        A198 B198 "Case 198: " A200 B200 "Case 200: " A202 B202 "Case 202: "
        A204 B204 "Case 204: " A206 B206 "Case 206: " A208 B208 "Case 208: "
        A210 B210 "Case 210: " A212 B212 "Case 212: " A214 B214 "Case 214: "
        A216 B216 "Case 216: " A218 B218 "Case 218: " A220 B220 "Case 220: "
        A222 B222 "Case 222: " A224 B224 "Case 224: " A226 B226 "Case 226: "
        A228 B228 "Case 228: " A230 B230 "Case 230: " A232 B232 "Case 232: "
        A234 B234 "Case 234: " A236 B236 "Case 236: " A238 B238 "Case 238: "
        A240 B240 "Case 240: " A242 B242 "Case 242: " A244 B244 "Case 244: "
        A246 B246 "Case 246: " A248 B248 "Case 248: " A250 B250 "Case 250: "
        A252 B252 "Case 252: " A254 B254 "Case 254: " A256 B256 "Case 256: "
        A258 B258 "Case 258: " A260 B260 "Case 260: " A262 B262 "Case 262: "
        A264 B264 "Case 264: " A266 B266 "Case 266: " A268 B268 "Case 268: "
        A270 B270 "Case 270: " A272 B272 "Case 272: " A274 B274 "Case 274: "
        A276 B276 "Case 276: " A278 B278 "Case 278: " A280 B280 "Case 280: "
        A282 B282 "Case 282: " A284 B284 "Case 284: " A286 B286 "Case 286: "
        A288 B288 "Case 288: " A290 B290 "Case 290: " A292 B292 "Case 292: "
        A294 B294 "Case 294: " A296 B296 "Case 296: " A298 B298 "Case 298: "
        A300 B300 "Case 300: " A302 B302 "Case 302: " A304 B304 "Case 304: "
        A306 B306 "Case 306: " A308 B308 "Case 308: " A310 B310 "Case 310: "
        A312 B312 "Case 312: " A314 B314 "Case 314: " A316 B316 "Case 316: "
        A318 B318 "Case 318: " A320 B320 "Case 320: " A322 B322 "Case 322: "
        A324 B324 "Case 324: " A326 B326 "Case 326: " A328 B328 "Case 328: "
        A330 B330 "Case 330: " A332 B332 "Case 332: " A334 B334 "Case 334: "
        A336 B336 "Case 336: " A338 B338 "Case 338: " A340 B340 "Case 340: "
        A342 B342 "Case 342: " A344 B344 "Case 344: " A346 B346 "Case 346: "
        A348 B348 "Case 348: " A350 B350 "Case 350: " A352 B352 "Case 352: "
        A354 B354 "Case 354: " A356 B356 "Case 356: " A358 B358 "Case 358: "
        A360 B360 "Case 360: " A362 B362 "Case 362: " A364 B364 "Case 364: "
        A366 B366 "Case 366: " A368 B368 "Case 368: " A370 B370 "Case 370: "
        A372 B372 "Case 372: " A374 B374 "Case 374: " A376 B376 "Case 376: "
        A378 B378 "Case 378: " A380 B380 "Case 380: " A382 B382 "Case 382: "
        A384 B384 "Case 384: " A386 B386 "Case 386: " A388 B388 "Case 388: "
        A390 B390 "Case 390: " A392 B392 "Case 392: " A394 B394 "Case 394: "
        A396 B396 "Case 396: " A398 B398 "Case 398: " A400 B400 "Case 400: "
        A402 B402 "Case 402: " A404 B404 "Case 404: " A406 B406 "Case 406: "
        A408 B408 "Case 408: " A410 B410 "Case 410: " A412 B412 "Case 412: "
        A414 B414 "Case 414: " A416 B416 "Case 416: " A418 B418 "Case 418: "
        A420 B420 "Case 420: " A422 B422 "Case 422: " A424 B424 "Case 424: "
        A426 B426 "Case 426: " A428 B428 "Case 428: " A430 B430 "Case 430: "
        A432 B432 "Case 432: " A434 B434 "Case 434: " A436 B436 "Case 436: "
        A438 B438 "Case 438: " A440 B440 "Case 440: " A442 B442 "Case 442: "
        A444 B444 "Case 444: " A446 B446 "Case 446: " A448 B448 "Case 448: "
        A450 B450 "Case 450: " A452 B452 "Case 452: " A454 B454 "Case 454: "
        A456 B456 "Case 456: " A458 B458 "Case 458: " A460 B460 "Case 460: "
        A462 B462 "Case 462: " A464 B464 "Case 464: " A466 B466 "Case 466: "
        A468 B468 "Case 468: " A470 B470 "Case 470: " A472 B472 "Case 472: "
        A474 B474 "Case 474: " A476 B476 "Case 476: " A478 B478 "Case 478: "
        A480 B480 "Case 480: " A482 B482 "Case 482: " A484 B484 "Case 484: "
        A486 B486 "Case 486: " A488 B488 "Case 488: " A490 B490 "Case 490: "
        A492 B492 "Case 492: " A494 B494 "Case 494: " A496 B496 "Case 496: "
        A498 B498 "Case 498: "
    }
    409 {
        A001 B001 "Case 001: " A003 B003 "Case 003: " A005 B005 "Case 005: "
        A007 B007 "Case 007: " A009 B009 "Case 009: " A011 B011 "Case 011: "
        A013 B013 "Case 013: " A015 B015 "Case 015: " A017 B017 "Case 017: "
        A019 B019 "Case 019: " A021 B021 "Case 021: " A023 B023 "Case 023: "
        A025 B025 "Case 025: " A027 B027 "Case 027: " A029 B029 "Case 029: "
        A031 B031 "Case 031: " A033 B033 "Case 033: " A035 B035 "Case 035: "
        A037 B037 "Case 037: " A039 B039 "Case 039: " A041 B041 "Case 041: "
        A043 B043 "Case 043: " A045 B045 "Case 045: " A047 B047 "Case 047: "
        A049 B049 "Case 049: " A051 B051 "Case 051: " A053 B053 "Case 053: "
        A055 B055 "Case 055: " A057 B057 "Case 057: " A059 B059 "Case 059: "
        A061 B061 "Case 061: " A063 B063 "Case 063: " A065 B065 "Case 065: "
        A067 B067 "Case 067: " A069 B069 "Case 069: " A071 B071 "Case 071: "
        A073 B073 "Case 073: " A075 B075 "Case 075: " A077 B077 "Case 077: "
        A079 B079 "Case 079: " A081 B081 "Case 081: " A083 B083 "Case 083: "
        A085 B085 "Case 085: " A087 B087 "Case 087: " A089 B089 "Case 089: "
        A091 B091 "Case 091: " A093 B093 "Case 093: " A095 B095 "Case 095: "
        A097 B097 "Case 097: " A099 B099 "Case 099: " A101 B101 "Case 101: "
        A103 B103 "Case 103: " A105 B105 "Case 105: " A107 B107 "Case 107: "
        A109 B109 "Case 109: " A111 B111 "Case 111: " A113 B113 "Case 113: "
        A115 B115 "Case 115: " A117 B117 "Case 117: " A119 B119 "Case 119: "
        A121 B121 "Case 121: " A123 B123 "Case 123: " A125 B125 "Case 125: "
        A127 B127 "Case 127: " A129 B129 "Case 129: " A131 B131 "Case 131: "
        A133 B133 "Case 133: " A135 B135 "Case 135: " A137 B137 "Case 137: "
        A139 B139 "Case 139: " A141 B141 "Case 141: " A143 B143 "Case 143: "
        A145 B145 "Case 145: " A147 B147 "Case 147: " A149 B149 "Case 149: "
        A151 B151 "Case 151: " A153 B153 "Case 153: " A155 B155 "Case 155: "
        A157 B157 "Case 157: " A159 B159 "Case 159: " A161 B161 "Case 161: "
        A163 B163 "Case 163: " A165 B165 "Case 165: " A167 B167 "Case 167: "
        A169 B169 "Case 169: " A171 B171 "Case 171: " A173 B173 "Case 173: "
        A175 B175 "Case 175: " A177 B177 "Case 177: " A179 B179 "Case 179: "
        A181 B181 "Case 181: " A183 B183 "Case 183: " A185 B185 "Case 185: "
        A187 B187 "Case 187: " A189 B189 "Case 189: " A191 B191 "Case 191: "
        A193 B193 "Case 193: " A195 B195 "Case 195: " A197 B197 "Case 197: "
        A199 B199 "Case 199: " A201 B201 "Case 201: " A203 B203 "Case 203: "
        A205 B205 "Case 205: " A207 B207 "Case 207: " A209 B209 "Case 209: "
        A211 B211 "Case 211: " A213 B213 "Case 213: " A215 B215 "Case 215: "
        A217 B217 "Case 217: " A219 B219 "Case 219: " A221 B221 "Case 221: "
        A223 B223 "Case 223: " A225 B225 "Case 225: " A227 B227 "Case 227: "
        A229 B229 "Case 229: " A231 B231 "Case 231: " A233 B233 "Case 233: "
        A235 B235 "Case 235: " A237 B237 "Case 237: " A239 B239 "Case 239: "
        A241 B241 "Case 241: " A243 B243 "Case 243: " A245 B245 "Case 245: "
        A247 B247 "Case 247: " A249 B249 "Case 249: " A251 B251 "Case 251: "
        A253 B253 "Case 253: " A255 B255 "Case 255: " A257 B257 "Case 257: "
        A259 B259 "Case 259: " A261 B261 "Case 261: " A263 B263 "Case 263: "
        A265 B265 "Case 265: " A267 B267 "Case 267: " A269 B269 "Case 269: "
        A271 B271 "Case 271: " A273 B273 "Case 273: " A275 B275 "Case 275: "
        A277 B277 "Case 277: " A279 B279 "Case 279: " A281 B281 "Case 281: "
        A283 B283 "Case 283: " A285 B285 "Case 285: " A287 B287 "Case 287: "
        A289 B289 "Case 289: " A291 B291 "Case 291: " A293 B293 "Case 293: "
        A295 B295 "Case 295: " A297 B297 "Case 297: " A299 B299 "Case 299: "
        A301 B301 "Case 301: " A303 B303 "Case 303: " A305 B305 "Case 305: "
        A307 B307 "Case 307: " A309 B309 "Case 309: " A311 B311 "Case 311: "
        A313 B313 "Case 313: " A315 B315 "Case 315: " A317 B317 "Case 317: "
        A319 B319 "Case 319: " A321 B321 "Case 321: " A323 B323 "Case 323: "
        A325 B325 "Case 325: " A327 B327 "Case 327: " A329 B329 "Case 329: "
        A331 B331 "Case 331: " A333 B333 "Case 333: " A335 B335 "Case 335: "
        A337 B337 "Case 337: " A339 B339 "Case 339: " A341 B341 "Case 341: "
        A343 B343 "Case 343: " A345 B345 "Case 345: " A347 B347 "Case 347: "
        A349 B349 "Case 349: " A351 B351 "Case 351: " A353 B353 "Case 353: "
        A355 B355 "Case 355: " A357 B357 "Case 357: " A359 B359 "Case 359: "
        A361 B361 "Case 361: " A363 B363 "Case 363: " A365 B365 "Case 365: "
        A367 B367 "Case 367: " A369 B369 "Case 369: " A371 B371 "Case 371: "
        A373 B373 "Case 373: " A375 B375 "Case 375: " A377 B377 "Case 377: "
        A379 B379 "Case 379: " A381 B381 "Case 381: " A383 B383 "Case 383: "
        A385 B385 "Case 385: " A387 B387 "Case 387: " A389 B389 "Case 389: "
        A391 B391 "Case 391: " A393 B393 "Case 393: " A395 B395 "Case 395: "
        A397 B397 "Case 397: " A399 B399 "Case 399: " A401 B401 "Case 401: "
        A403 B403 "Case 403: " A405 B405 "Case 405: " A407 B407 "Case 407: "
        A409 B409 "Case 409: " A411 B411 "Case 411: " A413 B413 "Case 413: "
        A415 B415 "Case 415: " A417 B417 "Case 417: " A419 B419 "Case 419: "
        A421 B421 "Case 421: " A423 B423 "Case 423: " A425 B425 "Case 425: "
        A427 B427 "Case 427: " A429 B429 "Case 429: " A431 B431 "Case 431: "
        A433 B433 "Case 433: " A435 B435 "Case 435: " A437 B437 "Case 437: "
        A439 B439 "Case 439: " A441 B441 "Case 441: " A443 B443 "Case 443: "
        A445 B445 "Case 445: " A447 B447 "Case 447: " A449 B449 "Case 449: "
        A451 B451 "Case 451: " A453 B453 "Case 453: " A455 B455 "Case 455: "
        A457 B457 "Case 457: " A459 B459 "Case 459: " A461 B461 "Case 461: "
        A463 B463 "Case 463: " A465 B465 "Case 465: " A467 B467 "Case 467: "
        A469 B469 "Case 469: " A471 B471 "Case 471: " A473 B473 "Case 473: "
        A475 B475 "Case 475: " A477 B477 "Case 477: " A479 B479 "Case 479: "
        A481 B481 "Case 481: " A483 B483 "Case 483: " A485 B485 "Case 485: "
        A487 B487 "Case 487: " A489 B489 "Case 489: " A491 B491 "Case 491: "
        A493 B493 "Case 493: " A495 B495 "Case 495: " A497 B497 "Case 497: "
        A499 B499 "Case 499: "
    }
    }
}
