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
        yield return new(1, 2, 9, new(300, 3, 298, 1, 1, 1, 0), Plain(20, 3));
    }

    internal static ConvolutionGeometry Random(Random random)
    {
        return new(random.Next(1, 4), random.Next(1, 10), random.Next(1, 10), Axis(random, 14), Axis(random, random.Next(4) == 0 ? 80 : 24));
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
