namespace Ccsp.ApiStub;

internal sealed record ErrorDetail(string Type, string Message);
