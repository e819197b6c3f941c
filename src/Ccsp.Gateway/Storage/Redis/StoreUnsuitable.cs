namespace Ccsp.Gateway.Storage.Redis;

/// <summary>The server can be reached, but is set up in a way that would lose tasks. The message says how to mend it.</summary>
internal sealed class StoreUnsuitable(string message) : Exception(message);
