using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>JSON format of this assembly's types: camelCase, null members omitted, no duplicate properties, times in UTC.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(TaskSubmission))]
[JsonSerializable(typeof(TaskView))]
[JsonSerializable(typeof(TaskPatch))]
[JsonSerializable(typeof(TaskList))]
[JsonSerializable(typeof(TaskResult))]
[JsonSerializable(typeof(BatchSubmission))]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(RunList))]
[JsonSerializable(typeof(ExplanationView))]
[JsonSerializable(typeof(QueueView))]
[JsonSerializable(typeof(QueuePause))]
[JsonSerializable(typeof(QueueResume))]
[JsonSerializable(typeof(QueueClear))]
[JsonSerializable(typeof(QueueCleared))]
[JsonSerializable(typeof(GateView))]
[JsonSerializable(typeof(GateList))]
[JsonSerializable(typeof(GateLimit))]
[JsonSerializable(typeof(GateClosing))]
[JsonSerializable(typeof(NotificationList))]
[JsonSerializable(typeof(NotificationChannelList))]
[JsonSerializable(typeof(NotificationTest))]
[JsonSerializable(typeof(NotificationTested))]
[JsonSerializable(typeof(NotificationRetry))]
[JsonSerializable(typeof(NotificationsRetried))]
[JsonSerializable(typeof(RetryOrder))]
[JsonSerializable(typeof(RetryReceipt))]
[JsonSerializable(typeof(EmergencyOrder))]
[JsonSerializable(typeof(EmergencyView))]
[JsonSerializable(typeof(SessionView))]
[JsonSerializable(typeof(InstanceList))]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(ProfileView))]
[JsonSerializable(typeof(ProfileList))]
[JsonSerializable(typeof(LoginComparison))]
[JsonSerializable(typeof(LoginDifference))]
[JsonSerializable(typeof(EventEnvelope))]
[JsonSerializable(typeof(OutputLine))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(ReadyView))]
[JsonSerializable(typeof(VersionView))]
[JsonSerializable(typeof(Problem))]
public sealed partial class CcspJson : JsonSerializerContext
{
    /// <summary>
    /// The context to use. Writes text without <c>\u</c> escapes, which would triple the size of a Japanese answer; the media type is never
    /// HTML.
    /// </summary>
    public static CcspJson Wire => Relaxed.Context;

    /// <summary>A separate class, so that it is initialized after the generated defaults it copies.</summary>
    private static class Relaxed
    {
        internal static readonly CcspJson Context = new(
            new JsonSerializerOptions(Default.Options!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
