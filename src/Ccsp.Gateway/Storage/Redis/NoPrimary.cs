namespace Ccsp.Gateway.Storage.Redis;

/// <summary>The former primary is now a replica: its data may be old, and it accepts no writes.</summary>
internal sealed class NoPrimary() : Exception("the server that was the primary follows another one");
