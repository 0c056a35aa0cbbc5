using System.Numerics;
using Adjoint.Kernels.Convolution;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Winograd;

namespace Adjoint.Kernels.Tests.Convolution;

/// <summary>Winograd's method against the definition.</summary>
public sealed class WinogradCorrelationTests : IDisposable
{
    private readonly InterleavedChecks<WinogradForm> _checks = new();

    public void Dispose() => _checks.Dispose();

    [Fact]
    public void Every_number_of_channels_is_right_in_float() => Channels<float>();

    [Fact]
    public void Every_number_of_channels_is_right_in_double() => Channels<double>();

    [Fact]
    public void Every_size_is_right_in_float() => Sizes<float>();

    [Fact]
    public void Every_size_is_right_in_double() => Sizes<double>();

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        ConvolutionGeometry[] large =
        [
            new(8, 32, 64, Geometries.Plain(14, 3, 1), Geometries.Plain(14, 3, 1)),
            new(1, 64, 64, Geometries.Plain(64, 3, 1), Geometries.Plain(64, 3, 1)),
            new(40, 64, 60, Geometries.Plain(5, 3), Geometries.Plain(5, 3)),
            new(4, 16, 16, Geometries.Plain(61, 3), Geometries.Plain(58, 3, 2)),
        ];
        foreach (ConvolutionGeometry g in large) _checks.SameBitsForAnyThreads(g);
    }

    [Fact]
    public void Four_results_of_three_taps_are_those_of_the_definition()
    {
        // One tile, one channel, whole numbers: y = 1·a + 2·b + 3·c along both axes, worked out by hand.
        ConvolutionGeometry g = new(1, 1, 1, Geometries.Plain(6, 3), Geometries.Plain(6, 3));
        double[] source = new double[36], kernel = [0, 0, 0, 1, 2, 3, 0, 0, 0], result = new double[16];
        for (int x = 0; x < 6; x++) source[12 + x] = x * x; // 0 1 4 9 16 25 in the third row
        WinogradCorrelation.Forward(g, source, kernel, false, default, result, new double[WinogradCorrelation.ForwardScratch(g)], WorkerPool.Serial);
        double[] expected = [0, 0, 0, 0, 14, 36, 70, 116, 0, 0, 0, 0, 0, 0, 0, 0];
        for (int i = 0; i < 16; i++) Assert.Equal(expected[i], result[i], 1e-12);
    }

    [Fact]
    public void What_the_form_has_no_kernel_for_is_refused()
    {
        ConvolutionGeometry g = new(1, 4, 4, Geometries.Plain(6, 3), Geometries.Plain(6, 3));
        ConvolutionGeometry[] others =
        [
            g with { Groups = 2 },
            g with { Vertical = Geometries.Plain(6, 5) },
            g with { Horizontal = new(7, 3, 3, 2, 1, 1, 0) },
            g with { Vertical = new(6, 3, 2, 1, 2, 1, 0) },
            g with { Horizontal = new(6, 3, 9, 1, 1, 2, 0) },
        ];
        Assert.True(WinogradCorrelation.Supports(g));
        Assert.All(others, other => Assert.False(WinogradCorrelation.Supports(other)));
        Assert.All(others, other => Assert.Throws<ArgumentException>(() => WinogradCorrelation.ForwardScratch(other)));
        Assert.All(others, other => Assert.Throws<ArgumentException>(() => WinogradCorrelation.KernelGradientScratch(other)));
    }

    private void Channels<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int channels = 1; channels <= 36; channels++)
        {
            _checks.Check<T>(new(2, 3, channels, Geometries.Plain(4, 3, 1), Geometries.Plain(5, 3, 1)), channels);
            _checks.Check<T>(new(1, channels, 17, Geometries.Plain(3, 3, 1), Geometries.Plain(9, 3, 1)), channels);
        }

        foreach (int channels in new[] { 48, 63, 64, 65, 79, 80, 96, 113, 131 })
            _checks.Check<T>(new(1, 20, channels, Geometries.Plain(7, 3, 1), Geometries.Plain(6, 3)), channels);
    }

    private void Sizes<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int width = 1; width <= 14; width += 1 + (width % 2))
            for (int height = 1; height <= 10; height += width % 3 + 1)
                for (int pad = -1; pad <= 4; pad++)
                    if (Math.Min(width, height) + (2 * pad) >= 3)
                        _checks.Check<T>(new(2, 16, 18, Geometries.Plain(height, 3, pad), Geometries.Plain(width, 3, pad)), (width * 100) + (height * 10) + pad);

        _checks.Check<T>(new(30, 16, 16, Geometries.Plain(9, 3, 1), Geometries.Plain(9, 3, 1)), 1);
        _checks.Check<T>(new(0, 16, 16, Geometries.Plain(9, 3, 1), Geometries.Plain(9, 3, 1)), 2);
        _checks.Check<T>(new(1, 0, 16, Geometries.Plain(9, 3, 1), Geometries.Plain(9, 3, 1)), 3);
        _checks.Check<T>(new(1, 16, 0, Geometries.Plain(9, 3, 1), Geometries.Plain(9, 3, 1)), 4);
        _checks.Check<T>(new(1, 16, 16, new(0, 3, 4, 1, 1, 1, 1), Geometries.Plain(9, 3, 1)), 5);
        _checks.Check<T>(new(1, 16, 16, new(5, 3, 0, 1, 1, 1, 1), Geometries.Plain(9, 3, 1)), 6);
        _checks.Check<T>(new(1, 16, 16, new(5, 3, 12, 1, 1, 1, 9), Geometries.Plain(9, 3, 1)), 7);
    }
}
