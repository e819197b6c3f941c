namespace Ccsp.Gateway.Notifications.Channels;

/// <summary>The message format of Slack and compatible webhooks.</summary>
internal sealed record SlackMessage(string Text);
