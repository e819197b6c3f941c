using Ccsp.Gateway.Engines;

namespace Ccsp.Gateway.Logins;

/// <summary>Asks the engine of a profile whether it is signed in.</summary>
internal delegate Task<LoginAnswer> AskLogin(LoginProfile profile, CancellationToken cancellationToken);
