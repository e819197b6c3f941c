namespace Ccsp.Gateway.Storage.Redis;

/// <summary>The server is reachable, but its configuration would lose tasks. The message says how to fix it.</summary>
internal sealed class StoreUnsuitable(string message) : Exception(message);
