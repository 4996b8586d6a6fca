//! The names of methods and properties, which are looked up once, when a template is parsed.

/// For which of Java's classes a method is not supported here, although Java has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Classes(u8);

impl Classes {
    pub(super) const STRING: Self = Self(1);
    pub(super) const COLLECTION: Self = Self(2);
    pub(super) const NUMBER: Self = Self(4);
    pub(super) const BOOLEAN: Self = Self(8);
    pub(super) const CHARACTER: Self = Self(16);
    const ALL: Self = Self(31);

    pub(super) fn contain(self, class: Self) -> bool {
        self.0 & class.0 != 0
    }
}

macro_rules! methods {
    ($($name:literal $method:ident)*) => {
        /// A method that some value has.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Method {
            $($method,)*
            /// Java has it, but it is not supported here.
            Unsupported(Classes),
            /// No value has it.
            Unknown,
        }

        impl Method {
            pub(crate) fn of(name: &str) -> Self {
                match name {
                    $($name => Self::$method,)*
                    other => unsupported(other),
                }
            }
        }
    };
}

methods! {
    "add" Add "addAll" AddAll "base64Decode" Base64Decode "base64Encode" Base64Encode
    "booleanValue" BooleanValue "charAt" CharAt "charValue" CharValue "clear" Clear
    "compare" Compare "compareTo" CompareTo "compareToIgnoreCase" CompareToIgnoreCase
    "concat" Concat "contains" Contains "containsAll" ContainsAll "containsKey" ContainsKey
    "containsValue" ContainsValue "doubleValue" DoubleValue "endsWith" EndsWith
    "entrySet" EntrySet "equals" Equals "equalsIgnoreCase" EqualsIgnoreCase
    "escapeJavaScript" EscapeJavaScript "get" Get "getBody" GetBody "getColumn" GetColumn
    "getCount" GetCount "getDepth" GetDepth "getFirst" GetFirst "getHasNext" GetHasNext
    "getIndex" GetIndex "getInfo" GetInfo "getKey" GetKey "getLast" GetLast "getLine" GetLine
    "getName" GetName "getOrDefault" GetOrDefault "getParent" GetParent "getReplaced" GetReplaced
    "getTemplate" GetTemplate "getTopmost" GetTopmost "getType" GetType "getValue" GetValue
    "hasNext" HasNext "indexOf" IndexOf "intValue" IntValue "isBlank" IsBlank "isEmpty" IsEmpty
    "isFirst" IsFirst "isInfinite" IsInfinite "isLast" IsLast "isNaN" IsNaN "json" Json
    "keySet" KeySet "lastIndexOf" LastIndexOf "length" Length "longValue" LongValue
    "matches" Matches "max" Max "min" Min "params" Params "parseBoolean" ParseBoolean
    "parseDouble" ParseDouble "parseInt" ParseInt "parseJson" ParseJson "parseLong" ParseLong
    "path" Path "put" Put "putAll" PutAll "putIfAbsent" PutIfAbsent "remove" Remove
    "removeAll" RemoveAll "repeat" Repeat "replace" Replace "replaceAll" ReplaceAll
    "replaceFirst" ReplaceFirst "retainAll" RetainAll "set" Set "setValue" SetValue "size" Size
    "split" Split "startsWith" StartsWith "strip" Strip "stripLeading" StripLeading
    "stripTrailing" StripTrailing "subList" SubList "substring" Substring "sum" Sum
    "toBinaryString" ToBinaryString "toHexString" ToHexString "toJSONString" ToJsonString
    "toLowerCase" ToLowerCase "toOctalString" ToOctalString "toString" ToString
    "toUpperCase" ToUpperCase "trim" Trim "urlDecode" UrlDecode "urlEncode" UrlEncode
    "valueOf" ValueOf "values" Values
}

const OF_STRINGS: [&str; 24] = [
    "chars",
    "codePointAt",
    "codePointBefore",
    "codePointCount",
    "codePoints",
    "contentEquals",
    "copyValueOf",
    "describeConstable",
    "format",
    "formatted",
    "getBytes",
    "getChars",
    "indent",
    "intern",
    "join",
    "lines",
    "offsetByCodePoints",
    "regionMatches",
    "resolveConstantDesc",
    "stripIndent",
    "subSequence",
    "toCharArray",
    "transform",
    "translateEscapes",
];

const OF_COLLECTIONS: [&str; 22] = [
    "appendElement",
    "clone",
    "compute",
    "computeIfAbsent",
    "computeIfPresent",
    "copyOf",
    "ensureCapacity",
    "entry",
    "forEach",
    "iterator",
    "listIterator",
    "merge",
    "of",
    "ofEntries",
    "parallelStream",
    "removeIf",
    "sort",
    "spliterator",
    "stream",
    "toArray",
    "trimToSize",
    "writeJSONString",
];

const OF_NUMBERS: [&str; 23] = [
    "bitCount",
    "byteValue",
    "compareUnsigned",
    "decode",
    "describeConstable",
    "divideUnsigned",
    "floatValue",
    "getInteger",
    "getLong",
    "highestOneBit",
    "lowestOneBit",
    "numberOfLeadingZeros",
    "numberOfTrailingZeros",
    "parseUnsignedInt",
    "remainderUnsigned",
    "reverse",
    "reverseBytes",
    "rotateLeft",
    "rotateRight",
    "shortValue",
    "signum",
    "toUnsignedLong",
    "toUnsignedString",
];

const OF_BOOLEANS: [&str; 5] = [
    "describeConstable",
    "getBoolean",
    "logicalAnd",
    "logicalOr",
    "logicalXor",
];

const OF_CHARACTERS: [&str; 7] = [
    "getNumericValue",
    "isDigit",
    "isLetter",
    "isLetterOrDigit",
    "isLowerCase",
    "isUpperCase",
    "isWhitespace",
];

const OF_ALL: [&str; 5] = ["getClass", "hashCode", "notify", "notifyAll", "wait"];

fn unsupported(name: &str) -> Method {
    let classes = [
        (&OF_STRINGS[..], Classes::STRING),
        (&OF_COLLECTIONS, Classes::COLLECTION),
        (&OF_NUMBERS, Classes::NUMBER),
        (&OF_BOOLEANS, Classes::BOOLEAN),
        (&OF_CHARACTERS, Classes::CHARACTER),
        (&OF_ALL, Classes::ALL),
    ];
    let mask = classes
        .iter()
        .filter(|(names, _)| names.contains(&name))
        .fold(0, |mask, (_, classes)| mask | classes.0);
    match mask {
        0 => Method::Unknown,
        mask => Method::Unsupported(Classes(mask)),
    }
}

impl Method {
    /// Whether it is not supported for any value.
    pub(super) fn is_of_every_object(self) -> bool {
        self == Self::Unsupported(Classes::ALL)
    }

    /// Whether Java has it for values of a class, but not this engine.
    pub(super) fn is_unsupported(self, class: Classes) -> bool {
        matches!(self, Self::Unsupported(classes) if classes.contain(class))
    }

    /// The property whose getter it is.
    pub(super) fn getter(self) -> Option<Property> {
        Some(match self {
            Self::GetColumn => Property::Column,
            Self::GetCount => Property::Count,
            Self::GetDepth => Property::Depth,
            Self::GetFirst | Self::IsFirst => Property::First,
            Self::GetHasNext | Self::HasNext => Property::HasNext,
            Self::GetIndex => Property::Index,
            Self::GetInfo => Property::Info,
            Self::GetLast | Self::IsLast => Property::Last,
            Self::GetLine => Property::Line,
            Self::GetName => Property::Name,
            Self::GetParent => Property::Parent,
            Self::GetReplaced => Property::Replaced,
            Self::GetTemplate => Property::Template,
            Self::GetTopmost => Property::Topmost,
            Self::GetType => Property::Type,
            _ => return None,
        })
    }
}

macro_rules! properties {
    ($($name:literal $property:ident)*) => {
        /// A property that some value other than a map has.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Property {
            $($property,)*
            /// Only maps can have it.
            Member,
        }

        impl Property {
            /// Its getter is found with a small and with a capital first letter.
            pub(crate) fn of(name: &str) -> Self {
                let mut letters = name.chars();
                let first = letters.next().map(|first| first.to_ascii_lowercase());
                let name: String = first.into_iter().chain(letters).collect();
                match name.as_str() {
                    $($name => Self::$property,)*
                    _ => Self::Member,
                }
            }
        }
    };
}

properties! {
    "blank" Blank "body" Body "bytes" Bytes "column" Column "count" Count "depth" Depth
    "empty" Empty "first" First "hasNext" HasNext "index" Index "infinite" Infinite "info" Info
    "key" Key "last" Last "line" Line "naN" NaN "name" Name "parent" Parent "replaced" Replaced
    "template" Template "topmost" Topmost "type" Type "value" Value
}
