namespace Ccsp.Gateway.Logins;

/// <summary>Who watches.</summary>
internal sealed record LoginWatcher(string InstanceId);
