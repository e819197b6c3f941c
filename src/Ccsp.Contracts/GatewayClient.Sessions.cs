namespace Ccsp.Contracts;

/// <content>Profiles and whether they are logged in.</content>
public sealed partial class GatewayClient
{
    /// <summary>Lists the login states of the profiles.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>By profile.</returns>
    public Task<SessionList> GetSessionsAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/api/v1/sessions", CcspJson.Wire.SessionList, cancellationToken);

    /// <summary>Checks a login now, without cost.</summary>
    /// <param name="profile">Name of the profile.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The state afterwards.</returns>
    public Task<SessionView> CheckSessionAsync(string profile, CancellationToken cancellationToken = default) =>
        SendAsync(
            new Request(HttpMethod.Post, $"/api/v1/sessions/{Escape(profile)}/check", Repeatable: true), CcspJson.Wire.SessionView,
            cancellationToken);

    /// <summary>Reports that a lost login works again.</summary>
    /// <param name="profile">Name of the profile.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The state after a check.</returns>
    public Task<SessionView> RecoverSessionAsync(string profile, CancellationToken cancellationToken = default) =>
        SendAsync(
            new Request(HttpMethod.Post, $"/api/v1/sessions/{Escape(profile)}/recovered", Repeatable: true), CcspJson.Wire.SessionView,
            cancellationToken);

    /// <summary>Lists the configured profiles.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>By name.</returns>
    public Task<ProfileList> GetProfilesAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/api/v1/profiles", CcspJson.Wire.ProfileList, cancellationToken);

    /// <summary>Compares a caller's login variables with those of a profile's runs.</summary>
    /// <param name="profile">Name of the profile.</param>
    /// <param name="comparison">The caller's variables as digests.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The differences, and which profiles have none.</returns>
    public Task<LoginDifference> CompareLoginAsync(
        string profile, LoginComparison comparison, CancellationToken cancellationToken = default) =>
        CompareAsync($"/api/v1/profiles/{Escape(profile)}/compare-login", comparison, cancellationToken);

    /// <summary>Compares with the default profile of an engine.</summary>
    /// <param name="engine">Name of the engine.</param>
    /// <param name="comparison">The caller's variables as digests.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The profile, the differences, and which profiles have none.</returns>
    public Task<LoginDifference> CompareLoginOfEngineAsync(
        string engine, LoginComparison comparison, CancellationToken cancellationToken = default) =>
        CompareAsync($"/api/v1/engines/{Escape(engine)}/compare-login", comparison, cancellationToken);

    private Task<LoginDifference> CompareAsync(string path, LoginComparison comparison, CancellationToken cancellationToken) =>
        SendAsync(
            Request.With(HttpMethod.Post, path, repeatable: true, comparison, CcspJson.Wire.LoginComparison), CcspJson.Wire.LoginDifference,
            cancellationToken);
}
