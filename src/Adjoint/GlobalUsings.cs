global using ElementwiseLoops = Adjoint.Kernels.Elementwise.Elementwise;
global using Reduction = Adjoint.Kernels.Reductions.Reductions;
global using Transposer = Adjoint.Kernels.Layout.Layout;
