namespace Ccsp.Gateway.Sessions;

/// <summary>Who watches.</summary>
internal sealed record LoginWatcher(string InstanceId);
