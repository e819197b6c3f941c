using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage.Redis;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>Registers the legacy Redis API.</summary>
internal static class LegacyRedisApiFeature
{
    /// <param name="link">The shared store.</param>
    /// <param name="instanceId">The instance that takes the messages.</param>
    public static IServiceCollection AddLegacyRedisApi(this IServiceCollection services, RedisLink link, string store,
        string instanceId) => services
        .AddSingleton(new RequestLists(link))
        .AddSingleton(new OpenRequests(link, store))
        .AddSingleton<LegacyAnswerDuty>()
        .AddSingleton(provider => new LegacySubmitter(
            provider.GetRequiredService<RequestLists>(),
            provider.GetRequiredService<OpenRequests>(),
            provider.GetRequiredService<ITaskStore>(),
            provider.GetRequiredService<TaskId>(),
            provider.GetRequiredService<SubmissionRules>(),
            provider.GetRequiredService<Resumption>(),
            provider.GetRequiredService<TimeProvider>(),
            instanceId,
            provider.GetRequiredService<ILogger<LegacySubmitter>>()))
        .AddHostedService<LegacyRedisDuty>();
}
