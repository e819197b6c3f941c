using Ccsp.Contracts;

namespace Ccsp.Gateway.Api.Reading;

/// <summary>What reading a body gave.</summary>
/// <param name="Value">As much of it as could be read, so that everything wrong can be told at once; null when the body is broken.</param>
/// <param name="Errors">Fields that could not be read.</param>
/// <param name="Broken">Why the body as a whole could not be read.</param>
internal readonly record struct Read<T>(T? Value, IReadOnlyList<FieldError> Errors, Problem? Broken)
    where T : class
{
    /// <summary>Members that were given as null, of a change: there null is not the same as absent.</summary>
    public IReadOnlyList<string> Nulls { get; init; } = [];
}
