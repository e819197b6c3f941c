namespace Ccsp.Gateway.Api.Reading;

internal enum FieldFault
{
    /// <summary>There is no such field.</summary>
    Unknown,

    /// <summary>Wrong type, or not a value of the type.</summary>
    Malformed,

    Missing,

    /// <summary>Well-formed, but not acceptable.</summary>
    Unacceptable,
}
