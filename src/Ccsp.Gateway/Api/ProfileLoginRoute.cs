using Ccsp.Contracts;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Logins;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ccsp.Gateway.Api;

/// <summary>
/// Tells whether the caller's shell would run the engine under the same login as the profile. The caller sends salted digests, only of
/// variables that decide a login, so nothing else of a profile can be guessed.
/// </summary>
internal static class ProfileLoginRoute
{
    private const int MostVariables = 200;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/profiles/{profile}/compare-login", CompareAsync)
            .WithTags("sessions").Takes<LoginComparison>().Refuses(404, 413, 415, 422)
            .Is("compareLogin", "Compare a caller's login variables, sent as digests, with those the runs of a profile get.");
        api.MapPost("/engines/{engine}/compare-login", CompareWithEngineAsync)
            .WithTags("sessions").Takes<LoginComparison>().Refuses(404, 413, 415, 422)
            .Is("compareLoginOfEngine", "The same with the profile of the engine's tasks that name none; the answer says which that is.");
    }

    private static async Task<Results<Ok<LoginDifference>, Refusal>> CompareWithEngineAsync(
        HttpContext context, string engine, Catalogue known, LoginMonitor monitor) => known.Engines.ContainsKey(engine)
        ? await CompareAsync(context, known.ProfileOf(engine), monitor)
        : new Refusal(Problems.NotFound($"There is no engine {engine}."));

    private static async Task<Results<Ok<LoginDifference>, Refusal>> CompareAsync(
        HttpContext context, string profile, LoginMonitor monitor)
    {
        if (!monitor.Profiles.TryGetValue(profile, out var asked))
            return new Refusal(Problems.NotFound($"There is no profile {profile}."));
        var read = await RequestBody.ReadAsync(context.Request, CcspJson.Wire.LoginComparison, whenEmpty: null, context.RequestAborted);
        if (read.Broken is not null)
            return new Refusal(read.Broken);
        var faults = Judge(read.Value!);
        return read.Errors.Count + faults.Count > 0
            ? new Refusal(Problems.Fields([.. read.Errors, .. faults]))
            : TypedResults.Ok(new LoginDifference(profile, Differences(asked, read.Value!), Same(asked.Engine, read.Value!, monitor)));
    }

    private static IReadOnlyList<FieldError> Judge(LoginComparison comparison)
    {
        var faults = new Faults("");
        if (comparison.Salt is not { Length: >= 8 and <= 200 })
            faults.Add(
                "salt", "It is required and must have 8 to 200 characters.",
                comparison.Salt is null ? FieldFault.Missing : FieldFault.Unacceptable);
        if (comparison.Digests is not { Count: <= MostVariables })
            faults.Add(
                "digests", Faults.Invariant($"It is required and must hold at most {MostVariables} variables."),
                comparison.Digests is null ? FieldFault.Missing : FieldFault.Unacceptable);
        return faults.All;
    }

    private static string[] Same(string engine, LoginComparison comparison, LoginMonitor monitor) =>
    [
        .. monitor.Profiles.Values.Where(profile => profile.Engine == engine && Differences(profile, comparison).Count == 0)
            .Select(profile => profile.Name).Order(StringComparer.Ordinal),
    ];

    private static List<string> Differences(LoginProfile profile, LoginComparison comparison)
    {
        var own = LoginVariables.Of(profile.Question?.Environment ?? new Dictionary<string, string>());
        return
        [
            .. comparison.Digests!.Where(variable => !IsSame(own, variable, comparison.Salt!)).Select(variable => variable.Key)
            .Order(StringComparer.Ordinal),
        ];
    }

    private static bool IsSame(IReadOnlyDictionary<string, string> own, KeyValuePair<string, string> variable, string salt) =>
        own.TryGetValue(variable.Key, out var value)
            && string.Equals(LoginVariables.Digest(salt, variable.Key, value), variable.Value, StringComparison.OrdinalIgnoreCase);
}
