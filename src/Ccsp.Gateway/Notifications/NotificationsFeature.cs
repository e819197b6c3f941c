using Ccsp.Gateway.Duties;
using Ccsp.Gateway.Notifications.Channels;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Notifications.Mail;
using Ccsp.Gateway.Notifications.Peers;
using Ccsp.Gateway.Notifications.Routing;
using Ccsp.Gateway.Notifications.Store;
using Ccsp.Gateway.Settings;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Notifications;

/// <summary>Registers the notifications. Secrets are resolved once at the start, and each channel has its own duty.</summary>
internal static class NotificationsFeature
{
    /// <param name="services">Must contain <see cref="ReadEvents"/>, <see cref="Outbox"/>, <see cref="IssueStore"/>,
    /// <see cref="RandomSource"/>, <see cref="TimeProvider"/>, logging, and with a GitHub repository <see cref="StillBroken"/>.</param>
    /// <param name="textOf">Resolves a secret.</param>
    public static IServiceCollection AddNotifications(this IServiceCollection services, NotifyConfig config, Func<Secret, string> textOf)
    {
        services.AddSingleton(NotifyOptions.Of(config));
        services.AddSingleton(_ => new PeerHttp(config.AllowTargets, PeerLimits.Default));
        services.AddSingleton<NoticeMaker>();
        services.AddScoped<EventRouting>();
        services.AddSingleton<Notifier>();
        AddIssues(services, config.Github, textOf);
        services.AddLeaderDuty(provider =>
            new Duty("notify events", EventRouting.Every, provider.GetRequiredService<EventRouting>().RunOnceAsync));
        var channels = Channels(config, textOf);
        services.AddSingleton<IReadOnlyList<Sender>>(provider => [.. channels.Select(make => SenderOf(provider, make(provider)))]);
        services.AddDuty(provider => Settle(provider.GetRequiredService<IReadOnlyList<Sender>>()));
        foreach (var place in Enumerable.Range(0, channels.Count))
            services.AddLeaderDuty(provider => Deliver(provider, provider.GetRequiredService<IReadOnlyList<Sender>>()[place]));
        return services;
    }

    /// <summary>Factories of the channels. Secrets are resolved now: a missing one prevents the start.</summary>
    private static List<Func<IServiceProvider, IChannel>> Channels(NotifyConfig config, Func<Secret, string> textOf)
    {
        List<Func<IServiceProvider, IChannel>> channels = [ActivatorUtilities.GetServiceOrCreateInstance<LogChannel>];
        if (config.Github.Repository is not null)
            channels.Add(provider => provider.GetRequiredService<GithubChannel>());
        if (config.Slack.Url is { } slack && Target("notify.slack.url", slack, textOf) is var slackUrl)
            channels.Add(provider => new SlackChannel(slackUrl, Http(provider)));
        if (config.Webhook.Url is { } webhook && Target("notify.webhook.url", webhook, textOf) is var webhookUrl)
        {
            var secret = config.Webhook.Secret is { } reference ? textOf(reference) : null;
            channels.Add(provider => new WebhookChannel(webhookUrl, secret, Http(provider)));
        }

        if (config.Email is { Host: { } host, From: { } from } && MailOptions.Of(config.Email, host, from, textOf) is var mail)
            channels.Add(_ => new EmailChannel(mail, config.AllowTargets, PeerLimits.Default));
        if (config.PagerDuty.RoutingKey is { } routing && textOf(routing) is var routingKey)
            channels.Add(provider =>
                new PagerDutyChannel(new Uri(config.PagerDuty.Url), routingKey, Environment.MachineName, Http(provider)));
        return channels;
    }

    private static PeerHttp Http(IServiceProvider provider) => provider.GetRequiredService<PeerHttp>();

    private static void AddIssues(IServiceCollection services, NotifyGithubConfig config, Func<Secret, string> textOf)
    {
        services.AddSingleton(provider => new IssueTracker(
            provider.GetRequiredService<Outbox>(), provider.GetRequiredService<IssueStore>(),
            provider.GetRequiredService<TimeProvider>(), config.Repository is not null));
        if (config.Repository is not { } repository)
            return;
        services.AddSingleton(GithubOptions.Of(config, repository, textOf));
        services.AddSingleton<GithubApi>();
        services.AddSingleton<GithubChannel>();
        services.AddScoped<IssueWatch>();
        services.AddLeaderDuty(provider =>
            new Duty("notify issues", IssueWatch.Every, provider.GetRequiredService<IssueWatch>().RunOnceAsync));
    }

    private static Sender SenderOf(IServiceProvider provider, IChannel channel) => new(
        channel, provider.GetRequiredService<Outbox>(), provider.GetRequiredService<NotifyOptions>(),
        provider.GetRequiredService<RandomSource>().Next, provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<Sender>>());

    private static Duty Deliver(IServiceProvider provider, Sender sender) => new(
        $"notify {sender.Channel}", DeliveryDuty.Every, new DeliveryDuty(sender, provider.GetRequiredService<Outbox>()).RunOnceAsync);

    /// <summary>Results of sent notifications are stored even by an instance that no longer leads.</summary>
    private static Duty Settle(IReadOnlyList<Sender> senders) => new(
        "notify results", Sender.SettleEvery, (_, _) => Task.WhenAll(senders.Select(sender => sender.SettleAsync())));

    /// <exception cref="InvalidOperationException">It is not an address; the message does not show it.</exception>
    private static Uri Target(string key, Secret secret, Func<Secret, string> textOf)
    {
        var text = textOf(secret);
        return WebAddressAttribute.IsOne(text)
            ? new Uri(text)
            : throw new InvalidOperationException($"{key}: the value of {secret} is not an http or https address.");
    }
}
