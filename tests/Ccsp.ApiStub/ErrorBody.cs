namespace Ccsp.ApiStub;

internal sealed record ErrorBody(string Type, ErrorDetail Error)
{
    public static ErrorBody Of(string type, string message) => new("error", new ErrorDetail(type, message));
}
