using Ccsp.Tests.Queue.Redis;
using Xunit;

namespace Ccsp.Tests.Moving;

public sealed class ClusterMovingSequences(ThreeNodes cluster) : MovingSequencesOn(cluster), IClassFixture<ThreeNodes>;
