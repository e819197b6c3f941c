namespace Ccsp.ApiStub;

internal sealed record TokenCount(int InputTokens);
