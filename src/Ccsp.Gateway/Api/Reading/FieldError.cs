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

/// <param name="Field">Its path, for example <c>tasks[2].dependsOn[0]</c>.</param>
/// <param name="Reason">One sentence that says what would be right.</param>
internal sealed record FieldError(string Field, FieldFault Fault, string Reason);
