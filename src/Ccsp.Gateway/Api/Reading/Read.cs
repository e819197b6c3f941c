using Ccsp.Contracts;

namespace Ccsp.Gateway.Api.Reading;

/// <summary>The result of reading a body.</summary>
/// <param name="Value">The readable part, so that all errors can be reported at once; null when the body is broken.</param>
/// <param name="Errors">Fields that could not be read.</param>
/// <param name="Broken">Why the body as a whole could not be read.</param>
internal readonly record struct Read<T>(T? Value, IReadOnlyList<FieldError> Errors, Problem? Broken)
    where T : class
{
    /// <summary>Members of a change that were given as null, which there differs from absent.</summary>
    public IReadOnlyList<string> Nulls { get; init; } = [];
}
