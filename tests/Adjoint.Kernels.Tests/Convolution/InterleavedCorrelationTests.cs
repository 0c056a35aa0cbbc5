using System.Numerics;
using Adjoint.Kernels.Convolution;
using Adjoint.Kernels.Parallel;

namespace Adjoint.Kernels.Tests.Convolution;

/// <summary>The interleaved correlation against the definition, which is written for planar pictures: so they are brought into that order first.</summary>
public sealed class InterleavedCorrelationTests : IDisposable
{
    private readonly InterleavedChecks<DirectForm> _checks = new();

    public void Dispose() => _checks.Dispose();

    [Fact]
    public void Every_number_of_channels_is_right_in_float() => Channels<float>();

    [Fact]
    public void Every_number_of_channels_is_right_in_double() => Channels<double>();

    [Fact]
    public void Every_width_and_kernel_is_right_in_float() => Widths<float>();

    [Fact]
    public void Every_width_and_kernel_is_right_in_double() => Widths<double>();

    [Fact]
    public void Named_and_random_geometries_are_right_in_float() => Others<float>(1000);

    [Fact]
    public void Named_and_random_geometries_are_right_in_double() => Others<double>(5000);

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        ConvolutionGeometry[] large =
        [
            new(8, 32, 64, Geometries.Plain(14, 3, 1), Geometries.Plain(14, 3, 1)),
            new(1, 64, 64, Geometries.Plain(64, 3, 1), Geometries.Plain(64, 3, 1)),
            new(40, 64, 60, Geometries.Plain(5, 3), Geometries.Plain(5, 3)),
            new(16, 1, 32, Geometries.Plain(28, 3, 1), Geometries.Plain(28, 3, 1)),
            new(9, 16, 40, new(30, 3, 15, 2, 1, 1, 1), new(30, 3, 15, 2, 1, 1, 1)),
        ];
        foreach (ConvolutionGeometry g in large) _checks.SameBitsForAnyThreads(g);
    }

    [Fact]
    public void What_the_form_has_no_kernel_for_is_refused()
    {
        ConvolutionGeometry g = new(1, 4, 4, Geometries.Plain(6, 3), Geometries.Plain(6, 3));
        ConvolutionGeometry[] others =
        [
            g with { Groups = 2 },
            g with { Depth = Geometries.Plain(3, 2) },
            g with { Vertical = new(6, 3, 9, 1, 1, 2, 0) },
            g with { Horizontal = new(6, 3, 9, 1, 1, 2, 0) },
        ];
        Assert.True(InterleavedCorrelation.Supports(g));
        Assert.All(others, other => Assert.False(InterleavedCorrelation.Supports(other)));
        Assert.All(others, other => Assert.Throws<ArgumentException>(() => InterleavedCorrelation.ForwardScratch(other)));
        Assert.All(others, other => Assert.Throws<ArgumentException>(() => InterleavedCorrelation.KernelGradientScratch(other)));
        float[] source = new float[g.SourceLength], kernel = new float[g.KernelLength], result = new float[g.ResultLength];
        var scratch = new float[InterleavedCorrelation.ForwardScratch(g)];
        InterleavedCorrelation.Forward(g, source, kernel, true, default, result, scratch, WorkerPool.Serial);
        Assert.Throws<ArgumentException>(() => InterleavedCorrelation.Forward<float>(g, source.AsSpan(1), kernel, true, default, result, scratch, WorkerPool.Serial));
        Assert.Throws<ArgumentException>(() => InterleavedCorrelation.Forward<float>(g, source, kernel.AsSpan(1), true, default, result, scratch, WorkerPool.Serial));
        Assert.Throws<ArgumentException>(() => InterleavedCorrelation.Forward<float>(g, source, kernel, true, default, result.AsSpan(1), scratch, WorkerPool.Serial));
        Assert.Throws<ArgumentException>(() => InterleavedCorrelation.Forward<float>(g, source, kernel, true, default, result, scratch.AsSpan(1), WorkerPool.Serial));
    }

    [Fact]
    public void The_cost_model_knows_which_lanes_are_used()
    {
        ConvolutionGeometry narrow = new(8, 32, 64, Geometries.Plain(14, 3, 1), Geometries.Plain(14, 3, 1)), few = new(1, 8, 1, Geometries.Plain(256, 3), Geometries.Plain(258, 3));
        Assert.True(LaneShares.Interleaved(narrow) > LaneShares.Planar(narrow));
        Assert.True(LaneShares.InterleavedGradient(narrow) > LaneShares.PlanarGradient(narrow));
        Assert.True(LaneShares.Interleaved(few) < LaneShares.Planar(few));
        Assert.True(LaneShares.InterleavedGradient(few) < LaneShares.PlanarGradient(few));
        Assert.Equal(0, LaneShares.Interleaved(narrow with { Groups = 2 }));

        // 17 channels take two registers of 16, 5 columns one.
        ConvolutionGeometry wasteful = narrow with { OutputChannels = 17, Horizontal = Geometries.Plain(7, 3) };
        Assert.Equal(17.0 / 32 / (64.0 / 64), LaneShares.InterleavedGradient(wasteful) / LaneShares.InterleavedGradient(narrow), 12);
        Assert.Equal(5.0 / 16 / (14.0 / 16), LaneShares.Planar(wasteful) / LaneShares.Planar(narrow), 12);
    }

    private void Channels<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int channels = 1; channels <= 40; channels++)
        {
            _checks.Check<T>(new(2, 3, channels, Geometries.Plain(4, 3, 1), Geometries.Plain(5, 3, 1)), channels);
            _checks.Check<T>(new(1, channels, 5, Geometries.Plain(3, 2), Geometries.Plain(5, 3, 1)), channels);
        }

        foreach (int channels in new[] { 48, 63, 64, 65, 79, 80, 96, 113, 128, 131 })
            _checks.Check<T>(new(1, 2, channels, Geometries.Plain(3, 3, 1), Geometries.Plain(4, 3, 1)), channels);
    }

    private void Widths<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (int kernel in new[] { 1, 3, 5, 7 })
            for (int width = 1; width <= 20; width++)
            {
                _checks.Check<T>(new(2, 3, 20, Geometries.Plain(kernel == 7 ? 3 : 5, kernel, kernel / 2), Geometries.Plain(width, kernel, kernel / 2)), width);
                if (width >= kernel) _checks.Check<T>(new(3, 2, 33, Geometries.Plain(kernel + 1, kernel), Geometries.Plain(width, kernel)), width);
            }
    }

    private void Others<T>(int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ConvolutionGeometry g in Geometries.Named().Where(named => InterleavedCorrelation.Supports(named))) _checks.Check<T>(g, seed++);
        for (int i = 0; i < 300; i++, seed++)
        {
            ConvolutionGeometry g = Geometries.Random(new Random(seed));
            g = g with { Groups = 1, Depth = Geometries.Plain(1, 1), Vertical = g.Vertical with { InputDilation = 1 }, Horizontal = g.Horizontal with { InputDilation = 1 } };
            Assert.True(InterleavedCorrelation.Supports(g));
            _checks.Check<T>(g, seed);
        }
    }
}
