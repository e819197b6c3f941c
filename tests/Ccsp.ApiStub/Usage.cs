namespace Ccsp.ApiStub;

internal sealed record Usage(int Input = 120, int? Output = null, int CacheRead = 0, int CacheWrite = 0);
