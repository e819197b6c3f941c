namespace Ccsp.Gateway.Api.Reading;

internal enum FieldFault
{
    /// <summary>There is no such field.</summary>
    Unknown,

    /// <summary>Of a wrong type, or no value of that type.</summary>
    Malformed,

    Missing,

    /// <summary>Well-formed, but not acceptable.</summary>
    Unacceptable,
}
