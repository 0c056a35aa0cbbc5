using Adjoint.Kernels.Convolution;

namespace Adjoint.Kernels.Tests.Convolution;

/// <summary>Geometries for the tests of the correlations: the named ones and random ones.</summary>
internal static class Geometries
{
    /// <summary>A plain axis: stride and dilations 1.</summary>
    internal static ConvolutionAxis Plain(int input, int kernel, int pad = 0) =>
        new(input, kernel, input + (2 * pad) - kernel + 1, 1, 1, 1, pad);

    /// <summary>Those that models use, at widths around whole registers, and border cases.</summary>
    internal static IEnumerable<ConvolutionGeometry> Named()
    {
        foreach (int width in new[] { 18, 33, 34, 50, 66, 67, 82 })
        {
            yield return new(2, 3, 8, Plain(9, 3), Plain(width, 3));
            yield return new(1, 8, 1, Plain(11, 3), Plain(width, 3));
            yield return new(1, 1, 8, Plain(9, 3, 2), Plain(width, 3, 2));
            yield return new(1, 3, 1, Plain(12, 5), Plain(width, 5));
        }

        yield return new(1, 1, 1, Plain(40, 31), Plain(64, 31));
        yield return new(1, 2, 2, Plain(20, 7, 3), Plain(20, 7, 3));
        yield return new(1, 24, 17, Plain(7, 3, 1), Plain(7, 3, 1));
        yield return new(2, 17, 24, Plain(5, 1), Plain(40, 1));
        yield return new(1, 4, 8, Plain(1, 1), Plain(100, 5));
        yield return new(2, 3, 8, new(17, 3, 9, 2, 1, 1, 1), new(37, 3, 19, 2, 1, 1, 1));
        yield return new(2, 8, 3, new(9, 3, 17, 1, 1, 2, 1), new(19, 3, 37, 1, 1, 2, 1));
        yield return new(1, 2, 3, Plain(6, 6), Plain(6, 6));
        yield return new(1, 0, 3, Plain(6, 3), Plain(6, 3));
        yield return new(0, 2, 3, Plain(6, 3), Plain(6, 3));
        yield return new(1, 2, 0, Plain(6, 3), Plain(6, 3));
        yield return new(1, 2, 3, new(6, 3, 0, 1, 1, 1, 0), Plain(6, 3));
        yield return new(1, 2, 3, new(0, 3, 4, 1, 1, 1, 0), Plain(6, 3));
        // Groups, depthwise with one and with two results a channel, and volumes.
        foreach (int width in new[] { 7, 16, 34, 67 })
        {
            yield return new(2, 6, 6, Plain(9, 3, 1), Plain(width, 3, 1)) { Groups = 6 };
            yield return new(1, 5, 10, new(9, 3, 5, 2, 1, 1, 1), new(width, 3, (width + 1) / 2, 2, 1, 1, 1)) { Groups = 5 };
            yield return new(2, 8, 36, Plain(6, 3), Plain(width, 3)) { Groups = 2 };
            yield return new(1, 2, 9, Plain(7, 3, 1), Plain(width, 3, 1)) { Depth = Plain(4, 3, 1) };
            yield return new(2, 4, 2, Plain(6, 1), Plain(width, 1)) { Depth = Plain(3, 1) };
            yield return new(1, 4, 4, Plain(5, 2), Plain(width, 3)) { Depth = new(5, 2, 2, 2, 2, 1, 0), Groups = 2 };
            yield return new(1, 3, 2, new(5, 4, 10, 1, 1, 2, 2), new(width, 4, 2 * width, 1, 1, 2, 2));
            yield return new(1, 2, 2, new(4, 1, 12, 1, 1, 3, 0), new(width, 2, 3 * width, 1, 1, 3, 0)) { Depth = new(2, 3, 5, 1, 1, 2, 1) };
        }

        yield return new(1, 2, 3, Plain(5, 3), new(8, 3, 12, 4, 2, 6, 3));
        yield return new(1, 2, 2, Plain(6, 3), Plain(6, 3)) { Depth = new(3, 2, 0, 1, 1, 1, 0) };
        yield return new(1, 2, 2, Plain(6, 3), Plain(6, 3)) { Depth = new(0, 2, 3, 1, 1, 1, 1) };
        yield return new(1, 2, 9, new(300, 3, 298, 1, 1, 1, 0), Plain(20, 3));
    }

    internal static ConvolutionGeometry Random(Random random)
    {
        var plane = new ConvolutionGeometry(random.Next(1, 4), random.Next(1, 10), random.Next(1, 10), Axis(random, 14), Axis(random, random.Next(4) == 0 ? 80 : 24));
        int groups = random.Next(1, 4);
        return random.Next(3) switch
        {
            0 => plane,
            1 => plane with { Groups = groups, InputChannels = groups * random.Next(1, 4), OutputChannels = groups * random.Next(1, 4) },
            _ => new(1, groups * random.Next(1, 3), groups * random.Next(1, 3), Axis(random, 8), Axis(random, 20)) { Groups = groups, Depth = Axis(random, 5) },
        };
    }

    private static ConvolutionAxis Axis(Random random, int longest)
    {
        int input = random.Next(1, longest), kernel = random.Next(8) == 0 ? input : random.Next(1, 6);
        int stride = One(random), dilation = One(random), inputDilation = One(random), pad = random.Next(-2, 7);
        if (random.Next(2) == 0) pad = 0;
        int reach = (kernel - 1) * dilation;
        int fitting = ((((input - 1) * inputDilation) + 1 + pad + random.Next(0, 5) - reach - 1) / stride) + 1;
        return new(input, kernel, random.Next(5) == 0 ? random.Next(0, longest) : Math.Max(0, fitting), stride, dilation, inputDilation, pad);
    }

    private static int One(Random random) => random.Next(2) == 0 ? 1 : random.Next(1, 4);
}
