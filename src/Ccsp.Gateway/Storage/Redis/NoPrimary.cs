namespace Ccsp.Gateway.Storage.Redis;

/// <summary>The server that was the primary follows another one now: what it says may be old, and it takes no writes.</summary>
internal sealed class NoPrimary() : Exception("the server that was the primary follows another one");
