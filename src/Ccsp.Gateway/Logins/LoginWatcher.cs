namespace Ccsp.Gateway.Logins;

/// <summary>The instance that watches logins.</summary>
internal sealed record LoginWatcher(string InstanceId);
