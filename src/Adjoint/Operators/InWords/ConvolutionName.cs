using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Operators.InWords;

/// <summary>
/// A name that a map may have: convolution or correlation with a boundary, of operands that may be flipped. Whether a map has the name is found out by writing the
/// expression that the name stands for and reading it back into normal form.
/// </summary>
/// <param name="IsConvolution">Convolution, or correlation.</param>
/// <param name="Boundary">What happens at the border.</param>
/// <param name="ArgumentIsKernel">Whether the argument stands first, or the fixed part.</param>
/// <param name="FlipsKernel">Whether the first is flipped.</param>
/// <param name="FlipsPicture">Whether the second is.</param>
/// <param name="FlipsResult">Whether the result is.</param>
internal sealed record ConvolutionName(bool IsConvolution, Boundary Boundary, bool ArgumentIsKernel, bool FlipsKernel, bool FlipsPicture, bool FlipsResult)
{
    private static readonly bool[] Either = [false, true];

    private static readonly ConvolutionName[] All =
    [
        .. from isConvolution in Either
           from boundary in Enum.GetValues<Boundary>()
           from argumentIsKernel in Either
           from kernel in Either
           from picture in Either
           from result in Either
           select new ConvolutionName(isConvolution, boundary, argumentIsKernel, kernel, picture, result),
    ];

    private bool KeepsSize => Boundary is not (Boundary.Valid or Boundary.Full);

    /// <summary>The simplest name of a map, or nothing if it has none.</summary>
    public static ConvolutionName? Find(MeetingForm form, Writing written)
    {
        Variable argument = Shadow("argument", Part.Argument), given = Shadow("fixed", Part.Fixed);
        return All.Where(name => (form.IsOfArrays || name.ArgumentIsKernel == form.Channels.ArgumentIsKernel) && name.Fits(form))
            .OrderBy(name => name.Strangeness(form, written))
            .FirstOrDefault(name =>
            {
                Expr expression = form.IsOfArrays ? name.Of(argument, given) : name.Of(argument, given, name.Options(form));
                return StepReader.Read(expression, node => node == argument || GraphTraversal.Variables(node).Contains(argument))?.Form.Meets(form) == true;
            });

        // Space is all that a name speaks of, so it is tried on one channel.
        Variable Shadow(string called, Part part) => new(called, form switch
        {
            { IsOfArrays: true } => [.. form.Space(part)],
            _ when part == form.Channels.Kernel => [.. form.Space(part), 1, 1],
            _ => [1, .. form.Space(part), 1],
        });
    }

    /// <summary>The expression of arrays that has this name.</summary>
    public Expr Of(Expr argument, Expr given)
    {
        (Expr kernel, Expr picture) = ArgumentIsKernel ? (argument, given) : (given, argument);
        kernel = FlipsKernel ? Expressions.Flip(kernel) : kernel;
        picture = FlipsPicture ? Expressions.Flip(picture) : picture;
        Expr result = IsConvolution ? Expressions.Convolve(kernel, picture, Boundary) : Expressions.Correlate(kernel, picture, Boundary);
        return FlipsResult ? Expressions.Flip(result) : result;
    }

    /// <summary>The expression of pictures with channels that has this name.</summary>
    public Expr Of(Expr argument, Expr given, ConvolutionOptions options)
    {
        (Expr kernel, Expr picture) = ArgumentIsKernel ? (argument, given) : (given, argument);
        int rank = kernel.Shape.Rank - 2;
        kernel = FlipsKernel ? FlipSpace(kernel, 0, rank) : kernel;
        picture = FlipsPicture ? FlipSpace(picture, 1, rank) : picture;
        Expr result = IsConvolution ? Expressions.ConvolvePictures(kernel, picture, options) : Expressions.CorrelatePictures(kernel, picture, options);
        return FlipsResult ? FlipSpace(result, 1, rank) : result;
    }

    /// <summary>Stride and dilations, in one group.</summary>
    public ConvolutionOptions Options(MeetingForm form) => new(Boundary)
    {
        Stride = Distances(form, Part.Result),
        Dilation = Distances(form, Kernel),
        InputDilation = Distances(form, Picture),
    };

    private Part Kernel => ArgumentIsKernel ? Part.Argument : Part.Fixed;

    private Part Picture => ArgumentIsKernel ? Part.Fixed : Part.Argument;

    private static Shape Distances(MeetingForm form, Part part) => [.. form.Axes.Select(axis => Math.Max(1, Math.Abs(axis.Steps[part])))];

    private static Expr FlipSpace(Expr value, int start, int rank) => new Flip([.. Enumerable.Range(start, rank)]).Apply(value);

    /// <summary>Whether the shapes agree with what the boundary makes of them.</summary>
    private bool Fits(MeetingForm form)
    {
        (long Extent, long Size, int Stride, int Result)[] axes =
        [
            .. form.Axes.Select(axis => (Extent(axis, Kernel), Extent(axis, Picture), Math.Max(1, Math.Abs(axis.Steps[Part.Result])), axis.Lengths[Part.Result])),
        ];
        if (Boundary is Boundary.Valid && form.IsOfArrays && axes.All(axis => axis.Extent >= axis.Size))
        {
            axes = [.. axes.Select(axis => (axis.Size, axis.Extent, axis.Stride, axis.Result))];
        }

        return (Boundary <= Boundary.Same || form.Axes.All(axis => Math.Abs(axis.Steps[Picture]) <= 1)) && axes.All(axis =>
        {
            long places = Boundary switch
            {
                Boundary.Valid => axis.Size - axis.Extent + 1,
                Boundary.Full => axis.Size + axis.Extent - 1,
                _ => axis.Size,
            };
            return places >= 1 && ((places - 1) / axis.Stride) + 1 == axis.Result;
        });
    }

    private static long Extent(MeetingAxis axis, Part part) => ((axis.Lengths[part] - 1L) * Math.Max(1, Math.Abs(axis.Steps[part]))) + 1;

    /// <summary>
    /// The boundary and the kind that were written come first; then the boundaries of zeros and nothing else, convolution rather than correlation where the size
    /// changes, and correlation where it stays; then as few flips as can be, rather of what is fixed than of the argument or the result.
    /// </summary>
    private double Strangeness(MeetingForm form, Writing written)
    {
        double boundary = form.Mode is Extension mode && Boundary.ToString() == mode.ToString() ? -0.3 : KeepsSize ? 5 + ((int)Boundary * 0.001) : (int)Boundary * 0.001;
        double kind = IsConvolution ? 0 : KeepsSize ? 0.5 : 1.1;
        double other = written != Writing.Adjoint && (written == Writing.Convolution) != IsConvolution ? 1 : 0;
        double first = ArgumentIsKernel == (written != Writing.Adjoint && form.Channels.ArgumentIsKernel) ? 0 : 0.05;
        (bool flipsArgument, bool flipsFixed) = ArgumentIsKernel ? (FlipsKernel, FlipsPicture) : (FlipsPicture, FlipsKernel);
        return boundary + kind + other + first + (flipsFixed ? 1 : 0) + (flipsArgument ? 1.3 : 0) + (FlipsResult ? 2 : 0);
    }
}
