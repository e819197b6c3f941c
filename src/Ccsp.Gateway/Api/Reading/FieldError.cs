namespace Ccsp.Gateway.Api.Reading;

/// <param name="Field">Its path, for example <c>tasks[2].dependsOn[0]</c>.</param>
/// <param name="Reason">One sentence that says what would be valid.</param>
internal sealed record FieldError(string Field, FieldFault Fault, string Reason);
