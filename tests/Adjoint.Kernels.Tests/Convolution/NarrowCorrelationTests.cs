using System.Numerics;
using Adjoint.Kernels.Convolution;

namespace Adjoint.Kernels.Tests.Convolution;

/// <summary>The correlation to few channels against the definition.</summary>
public sealed class NarrowCorrelationTests : IDisposable
{
    private readonly InterleavedChecks<NarrowForm> _checks = new();

    public void Dispose() => _checks.Dispose();

    [Fact]
    public void Every_number_of_channels_is_right_in_float() => Channels<float>();

    [Fact]
    public void Every_number_of_channels_is_right_in_double() => Channels<double>();

    [Fact]
    public void Named_and_random_geometries_are_right_in_float() => Others<float>(2000);

    [Fact]
    public void Named_and_random_geometries_are_right_in_double() => Others<double>(6000);

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        _checks.SameBitsForAnyThreads(new(1, 64, 1, Geometries.Plain(64, 3, 1), Geometries.Plain(64, 3, 1)));
        _checks.SameBitsForAnyThreads(new(5, 32, 3, Geometries.Plain(30, 5), Geometries.Plain(31, 5, 2)));
    }

    [Fact]
    public void A_kernel_gradient_with_a_stride_is_refused()
    {
        ConvolutionGeometry g = new(1, 16, 1, new(9, 3, 4, 2, 1, 1, 0), Geometries.Plain(6, 3));
        Assert.True(NarrowCorrelation.Supports(g));
        Assert.False(NarrowCorrelation.SupportsKernelGradient(g));
        Assert.Equal(0, LaneShares.NarrowGradient(g));
        Assert.Throws<ArgumentException>(() => NarrowCorrelation.KernelGradientScratch(g));
    }

    [Fact]
    public void The_cost_model_prefers_it_for_few_outputs_alone()
    {
        ConvolutionGeometry g = new(1, 64, 1, Geometries.Plain(40, 3, 1), Geometries.Plain(40, 3, 1));
        Assert.True(LaneShares.Narrow(g) > LaneShares.Interleaved(g));
        Assert.True(LaneShares.NarrowGradient(g) > LaneShares.InterleavedGradient(g));
        Assert.True(LaneShares.Narrow(g with { OutputChannels = 64 }) < LaneShares.Interleaved(g with { OutputChannels = 64 }));
    }

    private void Channels<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int inputs = 1; inputs <= 36; inputs++)
            for (int outputs = 1; outputs <= 9; outputs += 1 + (inputs % 3))
                _checks.Check<T>(new(2, inputs, outputs, Geometries.Plain(4, 3, 1), Geometries.Plain(5, 3, inputs % 2)), (inputs * 10) + outputs);
        _checks.Check<T>(new(1, 131, 1, Geometries.Plain(3, 2), Geometries.Plain(5, 5, 1)), 1);
    }

    private void Others<T>(int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ConvolutionGeometry g in Geometries.Named().Where(named => NarrowCorrelation.Supports(named))) _checks.Check<T>(g, seed++);
        for (int i = 0; i < 200; i++, seed++)
        {
            ConvolutionGeometry g = Geometries.Random(new Random(seed));
            g = g with { Groups = 1, Depth = Geometries.Plain(1, 1), Vertical = g.Vertical with { InputDilation = 1 }, Horizontal = g.Horizontal with { InputDilation = 1 } };
            _checks.Check<T>(g, seed);
        }
    }
}
